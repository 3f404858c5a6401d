/* Answers one request; at the next it complains on stderr and ends with code 3. */
#include "stub.h"

int main(void)
{
    greet();
    next_line();
    complain("loading the index\nfatal: the index is damaged\nat line 42\n");
    return 3;
}
