/* Ends each answer with CR LF. */
#include "stub.h"

int main(void)
{
    for (char *line; (line = next_line()) != NULL;)
        if (answer(line))
            say("\r\n");
    return 0;
}
