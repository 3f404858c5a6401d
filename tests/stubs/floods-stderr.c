/* floods-stderr BYTES: at the first line writes that much to stderr, in lines of 64 bytes, then answers it and behaves. */
#include "stub.h"

int main(int argc, char **argv)
{
    size_t left = argc > 1 ? strtoul(argv[1], NULL, 10) : 100u << 20;
    static char block[1 << 16];
    memset(block, '.', sizeof block);
    for (size_t i = 63; i < sizeof block; i += 64)
        block[i] = '\n';
    char *line = next_line();
    for (; left >= sizeof block; left -= sizeof block)
        put(STDERR_FILENO, block, sizeof block);
    for (; line != NULL; line = next_line())
        answer_line(line);
    return 0;
}
