/* Complains on stderr and ends with code 3 before it reads anything. */
#include "stub.h"

int main(void)
{
    complain("Error: API_KEY is not set\n");
    return 3;
}
