/* Answers one request and stays when its stdin ends. SIGTERM ends it. */
#include "stub.h"

int main(void)
{
    greet();
    while (next_line() != NULL) {
    }
    stay();
}
