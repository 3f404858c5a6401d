/* Answers one request; neither the end of its stdin nor SIGTERM ends it. */
#include "stub.h"

int main(void)
{
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    greet();
    while (next_line() != NULL) {
    }
    stay();
}
