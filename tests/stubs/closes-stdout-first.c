/* Answers one request, closes its stdout at the next, and stays. */
#include "stub.h"

int main(void)
{
    greet();
    next_line();
    close(STDOUT_FILENO);
    stay();
}
