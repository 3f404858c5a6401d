/* answers-with-bytes N: each answer is one frame of exactly N bytes without its line feed. "small" in a request's line gets a small one. */
#include "stub.h"

int main(int argc, char **argv)
{
    size_t size = argc > 1 ? strtoul(argv[1], NULL, 10) : 1 << 20;
    for (char *line; (line = next_line()) != NULL;) {
        const char *id = id_of(line);
        if (id == NULL || strstr(line, "small") != NULL) {
            answer_line(line);
            continue;
        }
        char *frame = malloc(size + 1);
        int head = snprintf(frame, size, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"text\":\"", id);
        memset(frame + head, 'x', size - (size_t)head);
        memcpy(frame + size - 3, "\"}}\n", 4);
        put(STDOUT_FILENO, frame, size + 1);
        free(frame);
    }
    return 0;
}
