/* Reads everything and says nothing; ends with its stdin. */
#include "stub.h"

int main(void)
{
    while (next_line() != NULL) {
    }
    return 0;
}
