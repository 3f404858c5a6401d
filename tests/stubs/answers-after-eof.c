/* answers-after-eof MILLISECONDS: reads to the end of stdin, waits, and only then answers everything. */
#include "stub.h"

int main(int argc, char **argv)
{
    char *lines[64];
    int count = 0;
    for (char *line; count < 64 && (line = next_line()) != NULL;)
        lines[count++] = strdup(line);
    wait_milliseconds(argc > 1 ? atol(argv[1]) : 0);
    for (int i = 0; i < count; i++)
        answer_line(lines[i]);
    return 0;
}
