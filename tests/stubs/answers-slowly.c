/* answers-slowly MILLISECONDS: takes its time for each answer. */
#include "stub.h"

int main(int argc, char **argv)
{
    for (char *line; (line = next_line()) != NULL;) {
        wait_milliseconds(argc > 1 ? atol(argv[1]) : 1000);
        answer_line(line);
    }
    return 0;
}
