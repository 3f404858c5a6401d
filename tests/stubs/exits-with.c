/* exits-with CODE: answers each request and ends with that code when its stdin ends. */
#include "stub.h"

int main(int argc, char **argv)
{
    for (char *line; (line = next_line()) != NULL;)
        answer_line(line);
    return argc > 1 ? atoi(argv[1]) : 0;
}
