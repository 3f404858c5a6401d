/* Answers one request, closes stdin, stdout and stderr at the next, and stays. */
#include "stub.h"

int main(void)
{
    greet();
    next_line();
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    stay();
}
