/* Stays when its stdin ends; on SIGTERM it says one last frame and ends with code 7. */
#include "stub.h"

static void on_term(int number)
{
    (void)number;
    say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/goodbye\"}\n");
    _exit(7);
}

int main(void)
{
    signal(SIGTERM, on_term);
    greet();
    while (next_line() != NULL) {
    }
    stay();
}
