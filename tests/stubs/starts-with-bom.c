/* Puts a UTF-8 byte order mark before each answer. */
#include "stub.h"

int main(void)
{
    for (char *line; (line = next_line()) != NULL;) {
        say("\xEF\xBB\xBF");
        answer_line(line);
    }
    return 0;
}
