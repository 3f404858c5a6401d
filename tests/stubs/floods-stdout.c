/* floods-stdout COUNT: at the first line says COUNT small notifications as fast as it can, then answers it and behaves. */
#include "stub.h"

int main(int argc, char **argv)
{
    long count = argc > 1 ? atol(argv[1]) : 100000;
    char *line = next_line();
    for (long i = 0; i < count; i++) {
        char text[128];
        int n = snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tick\",\"params\":{\"n\":%ld}}\n", i);
        put(STDOUT_FILENO, text, (size_t)n);
    }
    for (; line != NULL; line = next_line())
        answer_line(line);
    return 0;
}
