/* The well-behaved server: answers each request, ends with its stdin. */
#include "stub.h"

int main(void)
{
    for (char *line; (line = next_line()) != NULL;)
        answer_line(line);
    return 0;
}
