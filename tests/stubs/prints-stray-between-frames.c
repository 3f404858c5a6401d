/* Logs on stdout before each answer, as a forgotten console.log does; one of them is a JSON string, which is no message either. */
#include "stub.h"

int main(void)
{
    for (char *line; (line = next_line()) != NULL;) {
        say("handling a request\n\"just a string\"\n");
        answer_line(line);
    }
    return 0;
}
