/* Prints a banner of 36 lines on stdout, then behaves. */
#include "stub.h"

int main(void)
{
    for (int i = 1; i <= 36; i++) {
        char text[64];
        snprintf(text, sizeof text, "\033[32m* welcome, line %d *\033[0m\n", i);
        say(text);
    }
    for (char *line; (line = next_line()) != NULL;)
        answer_line(line);
    return 0;
}
