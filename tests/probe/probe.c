/*
 * Tries, from inside a sandbox, what must not work there, and prints one line for each control:
 *
 *     name: held|open detail
 *
 * Usage: probe NAME=VALUE...     every control; the values say what the host has that must not be reachable
 *        probe forks             how many processes can be had
 *        probe memory            how much memory can be had, in MiB
 *        probe files             how many descriptors can be had
 *        probe file-size         how large a file in /tmp can be
 *        probe processors        how much processor time two busy processes get in a second
 *        probe writes PATH...    whether each can be opened for writing
 *
 * A system call that needs a capability too is asked with arguments that the kernel answers otherwise (EFAULT, EBADF, EINVAL)
 * before it looks at capabilities: so EPERM can only be the filter's answer, and the filter is what is tested.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define BAD ((void *)1)

static int argument_count;
static char **arguments;

static const char *value_of(const char *name, const char *otherwise)
{
    size_t length = strlen(name);
    for (int i = 1; i < argument_count; i++)
        if (strncmp(arguments[i], name, length) == 0 && arguments[i][length] == '=')
            return arguments[i] + length + 1;
    return otherwise;
}

static long number_of(const char *name, long otherwise)
{
    const char *value = value_of(name, NULL);
    return value ? atol(value) : otherwise;
}

__attribute__((format(printf, 3, 4)))
static void say(const char *name, int held, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    printf("%s: %s ", name, held ? "held" : "open");
    vprintf(format, list);
    putchar('\n');
    fflush(stdout);
    va_end(list);
}

static const char *outcome(long result)
{
    return result >= 0 ? "succeeded" : strerrorname_np(errno);
}

/* Runs a call that may change or kill its caller in a child; the wait status is the answer. */
static int in_child(void (*call)(void))
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        struct rlimit none = { 0, 0 };
        setrlimit(RLIMIT_CORE, &none);
        call();
        _exit(0);
    }
    waitpid(child, &status, 0);
    return status;
}

/* --- processes --------------------------------------------------------------------------------------------------------------- */

static void processes(void)
{
    int seen = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc && (entry = readdir(proc));)
        seen += entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
    if (proc)
        closedir(proc);
    /* The init's threads have numbers too, so that the server's is not 2. */
    say("processes", seen <= 3 && getpid() <= 64, "%d in /proc, own number %d", seen, getpid());
}

/* One of the host, by the number that it has there. */
static void foreign_process(void)
{
    pid_t foreign = number_of("foreign-pid", 0x3ffff0);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", foreign);
    int result = kill(foreign, 0);
    say("foreign-process", result != 0 && errno == ESRCH && access(path, F_OK) != 0, "%d %s", foreign, outcome(result));
}

static void namespaces(void)
{
    static const char *const kinds[] = { "cgroup", "ipc", "mnt", "net", "pid", "user", "uts" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[64], mine[64] = "", name[64];
        snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
        snprintf(name, sizeof name, "namespace-%s", kinds[i]);
        ssize_t length = readlink(path, mine, sizeof mine - 1);
        say(name, length > 0 && strcmp(mine, value_of(name, "")) != 0, "%s", mine);
    }
}

static void status_lines(void)
{
    char line[256], set[32];
    unsigned long long all = 0;
    int sets = 0, privileges = -1, mode = -1, filters = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status)) {
        if (sscanf(line, "Cap%*3s: %31s", set) == 1) {
            all |= strtoull(set, NULL, 16);
            sets++;
        }
        sscanf(line, "NoNewPrivs: %d", &privileges);
        sscanf(line, "Seccomp: %d", &mode);
        sscanf(line, "Seccomp_filters: %d", &filters);
    }
    if (status)
        fclose(status);
    say("capabilities", sets == 5 && all == 0, "%d sets, together %llx", sets, all);
    say("no-new-privileges", privileges == 1, "%d", privileges);
    say("seccomp-mode", mode == 2 && (filters < 0 || filters >= number_of("filters", 2)), "mode %d, %d filters", mode, filters);
}

static void become_another(void)
{
    _exit(setgroups(0, NULL) != 0 && setuid(getuid() == 0 ? 1 : 0) != 0 ? 1 : 0);
}

static void identity(void)
{
    uid_t want_uid = number_of("uid", 0), r, e, s;
    gid_t want_gid = number_of("gid", 0), rg, eg, sg, groups[64];
    getresuid(&r, &e, &s);
    getresgid(&rg, &eg, &sg);
    int count = getgroups(64, groups);
    int held = r == want_uid && e == want_uid && s == want_uid && rg == want_gid && eg == want_gid && sg == want_gid;
    for (int i = 0; i < count; i++)
        held = held && groups[i] == want_gid;
    say("identity", held, "uid %u gid %u, %d groups", e, eg, count);
    say("identity-fixed", in_child(become_another) == 0x100, "setuid and setgroups");
}

static void environment(void)
{
    char all[2048] = "";
    int held = 1;
    for (char **entry = environ; *entry; entry++) {
        size_t length = strcspn(*entry, "=");
        char name[256];
        snprintf(name, sizeof name, ",%.*s,", (int)length, *entry);
        held = held && strstr(",PATH,HOME,LANG,TMPDIR,", name) != NULL;
        if (strlen(all) + length + 2 < sizeof all)
            strncat(strcat(all, " "), *entry, length);
    }
    say("environment", held, "%s", all);

    char other[64];
    snprintf(other, sizeof other, "/proc/%s/environ", value_of("other-pid", "1"));
    int descriptor = open(other, O_RDONLY);
    ssize_t count = descriptor < 0 ? -1 : read(descriptor, all, sizeof all);
    say("environment-of-others", count <= 0, "%s: %zd bytes", other, count);
    if (descriptor >= 0)
        close(descriptor);
}

static void descriptors(void)
{
    char extra[512] = "";
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        int number = atoi(entry->d_name);
        if (number > 2 && number != dirfd(folder) && strlen(extra) < 400)
            strcat(strcat(extra, " "), entry->d_name);
    }
    if (folder)
        closedir(folder);
    say("descriptors", extra[0] == 0, "above 2:%s", extra[0] ? extra : " none");
    int terminal = open("/dev/tty", O_RDWR | O_NOCTTY);
    say("terminal", terminal < 0 && !isatty(0) && !isatty(1) && !isatty(2), "%s", outcome(terminal));
    say("terminal-devices", access("/dev/tty", F_OK) != 0 && access("/dev/ptmx", F_OK) != 0, "/dev/tty, /dev/ptmx");
    say("session", getsid(0) == getpid(), "session %d", getsid(0));
}

/* --- network and other processes' channels ------------------------------------------------------------------------------------- */

static void interfaces(void)
{
    char names[256] = "";
    int held = 1;
    struct if_nameindex *list = if_nameindex();
    for (struct if_nameindex *i = list; i && i->if_index; i++) {
        held = held && strcmp(i->if_name, "lo") == 0;
        if (strlen(names) < 200)
            strcat(strcat(names, " "), i->if_name);
    }
    say("interfaces", list && held, "%s", names);
}

static void connects(const char *name, int type, const char *address, int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
    inet_pton(AF_INET, address, &to.sin_addr);
    int s = socket(AF_INET, type | (strncmp(address, "127.", 4) == 0 ? 0 : SOCK_NONBLOCK), 0);
    int result = connect(s, (struct sockaddr *)&to, sizeof to);
    int held = s >= 0 && result != 0 && (errno == ENETUNREACH || errno == ECONNREFUSED || errno == EHOSTUNREACH);
    say(name, held, "%s:%d %s", address, port, outcome(result));
    close(s);
}

/* A name server on loopback, such as an engine's own: whether anybody takes a packet there. */
static void answers(const char *name, const char *address)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(53) };
    struct timeval limit = { .tv_sec = 1 };
    inet_pton(AF_INET, address, &to.sin_addr);
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    int result = connect(s, (struct sockaddr *)&to, sizeof to);
    char byte = 0;
    if (result == 0)
        result = send(s, &byte, 1, 0);
    if (result >= 0)
        result = recv(s, &byte, 1, 0);
    say(name, s >= 0 && result < 0 && (errno == ECONNREFUSED || errno == ENETUNREACH), "%s:53 %s", address, outcome(result));
    close(s);
}

static void sockets(void)
{
    connects("metadata-address", SOCK_STREAM, "169.254.169.254", 80);
    connects("name-server", SOCK_DGRAM, "192.0.2.53", 53);
    connects("host-loopback", SOCK_STREAM, "127.0.0.1", number_of("port", 9));
    answers("name-resolver", "127.0.0.11");
    answers("name-resolver-local", "127.0.0.53");

    const char *abstract = value_of("abstract", "nobody-listens");
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    memcpy(to.sun_path + 1, abstract, strlen(abstract));
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    int result = connect(s, (struct sockaddr *)&to, offsetof(struct sockaddr_un, sun_path) + 1 + strlen(abstract));
    say("abstract-socket", result != 0 && errno == ECONNREFUSED, "%s", outcome(result));
    close(s);

    int memory = shmget(number_of("shm-key", 1), 0, 0);
    say("sysv-memory", memory < 0, "%s", outcome(memory));
    char path[256];
    snprintf(path, sizeof path, "/dev/shm/%s", value_of("shm-name", "x"));
    say("posix-memory", access(path, F_OK) != 0 && errno == ENOENT, "%s", path);
}

/* --- disk ---------------------------------------------------------------------------------------------------------------------- */

static void writes(const char *name, const char *folder)
{
    char path[256];
    snprintf(path, sizeof path, "%s/.mcpbox-probe-%d", folder, getpid());
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    say(name, file < 0 && (errno == EROFS || errno == EACCES), "%s", outcome(file));
    if (file >= 0) {
        close(file);
        unlink(path);
    }
}

static void fills(const char *name, const char *folder, long limit)
{
    static char block[65536];
    char path[256];
    long written = 0, most = limit * 2;
    int full = 0;
    memset(block, 'x', sizeof block);
    snprintf(path, sizeof path, "%s/.mcpbox-probe-%d", folder, getpid());
    mkdir(path, 0700);
    for (int i = 0; written < most && !full && i < 1000; i++) {
        char file[300];
        snprintf(file, sizeof file, "%s/%d", path, i);
        int descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        for (int j = 0; j < 16 && written < most && !full; j++) {
            ssize_t count = write(descriptor, block, sizeof block);
            full = count < 0;
            written += count > 0 ? count : 0;
        }
        close(descriptor);
    }
    int error = errno;
    say(name, full && error == ENOSPC && written > 0 && written <= limit, "%ld KiB, %s", written >> 10, full ? strerrorname_np(error) : "not full");
    for (int i = 0; i < 1000; i++) {
        char file[300];
        snprintf(file, sizeof file, "%s/%d", path, i);
        if (unlink(file) != 0)
            break;
    }
    rmdir(path);
}

static int reads(const char *path)
{
    char byte;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    int result = file >= 0 && read(file, &byte, 1) == 1;
    close(file);
    return result;
}

/* What pid 1 has is mcpbox's: its channels, and an order in its memory that holds the whole environment, which may hold secrets. */
static void init_process(void)
{
    static const char *const names[] = {
        "environ", "maps", "auxv", "syscall", "stack", "cwd", "root", "exe", "fd/0", "fd/1", "fd/2", "fd/3", "fd/4", "fd/5", "fd/6", "fd/7",
        "fd/8", "fd/9",
    };
    char seen[256] = "", target[256];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%s/%s", value_of("other-pid", "1"), names[i]);
        if (readlink(path, target, sizeof target) >= 0 || (errno == EINVAL && reads(path)))
            strcat(strcat(seen, " "), names[i]);
    }
    say("init-hidden", seen[0] == 0, "seen:%s", seen[0] ? seen : " none");
}

static void disk(void)
{
    writes("write-root", "/");
    writes("write-usr", "/usr");
    writes("write-etc", "/etc");
    writes("write-dev", "/dev");
    fills("tmp-size", "/tmp", number_of("tmp-size", 4 << 20));
    fills("home-size", value_of("home", "/home/mcp"), number_of("home-size", 2 << 20));
    fills("shm-size", "/dev/shm", number_of("shm-size", 64 << 20));
    const char *secret = value_of("secret", "/etc/shadow");
    say("host-files", access(secret, F_OK) != 0 && errno == ENOENT, "%s", secret);
    say("host-accounts", access("/etc/shadow", F_OK) != 0 && access("/root", F_OK) != 0, "/etc/shadow, /root");
    say("sys", access("/sys", F_OK) != 0, "%s", outcome(access("/sys", F_OK)));

    struct stat null;
    int devices = 0;
    static const char *const foreign[] = { "/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/net/tun", "/dev/kvm", "/dev/vda", "/dev/sda", "/dev/console" };
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        devices += access(foreign[i], F_OK) == 0;
    say("devices", devices == 0 && stat("/dev/null", &null) == 0 && S_ISCHR(null.st_mode), "%d foreign ones", devices);

    /* To the mode that it has: shows the right without using it. */
    int changed = chmod("/dev/full", 0666);
    say("device-modes", changed != 0, "%s", outcome(changed));
}

/* Whether any file of the cgroup file systems takes a write: limits, members, release_agent. */
static void cgroup_tree(void)
{
    static const char *const files[] = {
        "cgroup.procs", "tasks", "release_agent", "notify_on_release", "memory.limit_in_bytes", "memory.max", "pids.max", "cpu.max", "cpu.cfs_quota_us",
    };
    static const char *const groups[] = { "", "/memory", "/pids", "/cpu", "/cpu,cpuacct", "/cpuset", "/devices", "/freezer", "/systemd", "/unified", "/rdma" };
    char opened[600] = "";
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        char path[128];
        for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
            snprintf(path, sizeof path, "/sys/fs/cgroup%s/%s", groups[g], files[f]);
            int file = open(path, O_WRONLY | O_CLOEXEC);
            if (file >= 0 && strlen(opened) < 400)
                strcat(strcat(opened, " "), path);
            close(file);
        }
        snprintf(path, sizeof path, "/sys/fs/cgroup%s/mcpbox-probe-%d", groups[g], getpid());
        if (mkdir(path, 0700) == 0) {
            if (strlen(opened) < 400)
                strcat(strcat(opened, " "), path);
            rmdir(path);
        }
    }
    say("cgroup-tree", opened[0] == 0, "writable:%s", opened[0] ? opened : " none");
}

static void daemon_sockets(void)
{
    const char *const places[] = {
        "/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock", "/run/crio/crio.sock",
        "/run/dbus/system_bus_socket", "/run/systemd/private", value_of("daemon-socket", "/run/docker.sock"),
    };
    char there[600] = "";
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (access(places[i], F_OK) == 0 && strlen(there) < 400)
            strcat(strcat(there, " "), places[i]);
    say("daemon-sockets", there[0] == 0, "there:%s", there[0] ? there : " none");
}

static void proc(void)
{
    static const char *const masked[] = {
        "interrupts", "iomem", "kallsyms", "kcore", "keys", "key-users", "kmsg", "modules", "sched_debug", "slabinfo", "timer_list",
        "vmallocinfo", "config.gz", "schedstat", "softirqs",
    };
    char seen[512] = "";
    for (size_t i = 0; i < sizeof masked / sizeof *masked; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%s", masked[i]);
        if (reads(path))
            strcat(strcat(seen, " "), masked[i]);
    }
    say("proc-masks", seen[0] == 0, "readable:%s", seen[0] ? seen : " none");

    static const char *const folders[] = { "/proc/acpi", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/scsi", "/proc/driver" };
    int entries = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        DIR *folder = opendir(folders[i]);
        for (struct dirent *entry; folder && (entry = readdir(folder));)
            entries += entry->d_name[0] != '.';
        if (folder)
            closedir(folder);
    }
    say("proc-folders", entries == 0, "%d entries", entries);

    int pattern = open("/proc/sys/kernel/core_pattern", O_WRONLY | O_CLOEXEC);
    say("core-pattern", pattern < 0, "%s", outcome(pattern));
    int trigger = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
    say("sysrq", trigger < 0, "%s", outcome(trigger));
    int own = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    say("proc-read-only", own < 0 && errno == EROFS, "%s", outcome(own));
    close(pattern);
    close(trigger);
    close(own);
}

static void host_name(void)
{
    char name[128] = "";
    gethostname(name, sizeof name);
    say("hostname", strcmp(name, "mcpbox") == 0, "%s", name);
}

/* --- limits -------------------------------------------------------------------------------------------------------------------- */

static void resource(const char *name, int kind, rlim_t most)
{
    struct rlimit limit;
    getrlimit(kind, &limit);
    say(name, limit.rlim_max <= most && limit.rlim_cur <= most, "%llu", (unsigned long long)limit.rlim_max);
}

static void limits(void)
{
    resource("open-files", RLIMIT_NOFILE, number_of("open-files", 256));
    resource("file-size", RLIMIT_FSIZE, number_of("file-size-limit", 8 << 20));
    resource("core", RLIMIT_CORE, 0);
}

static int files(void)
{
    int count = 3;
    while (count < 100000 && open("/dev/null", O_RDONLY) >= 0)
        count++;
    say("open-files", errno == EMFILE && count <= number_of("most", 256), "%d, %s", count, outcome(-1));
    return 0;
}

static int file_size(void)
{
    static char block[65536];
    long most = number_of("most", 8 << 20), size = 0;
    int file = open("/tmp/large", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t count = 0;
    while (size < 16 * most && (count = write(file, block, sizeof block)) > 0)
        size += count;
    say("file-size", count < 0 && errno == EFBIG && size <= most, "%ld KiB, %s", size >> 10, outcome(-1));
    return unlink("/tmp/large");
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

/* What the two got of the processors together, in hundredths of one, while two seconds went by. */
static int processors(void)
{
    double begin = seconds_of(CLOCK_MONOTONIC), end = begin + 2;
    pid_t child = fork();
    while (seconds_of(CLOCK_MONOTONIC) < end) {
    }
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    struct rusage own, others;
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &others);
    double used = own.ru_utime.tv_sec + own.ru_stime.tv_sec + others.ru_utime.tv_sec + others.ru_stime.tv_sec
        + (own.ru_utime.tv_usec + own.ru_stime.tv_usec + others.ru_utime.tv_usec + others.ru_stime.tv_usec) / 1e6;
    int share = 100 * used / (seconds_of(CLOCK_MONOTONIC) - begin);
    say("processors", share <= number_of("most", 115), "%d", share);
    return 0;
}

static int opens_for_writing(void)
{
    for (int i = 2; i < argument_count; i++) {
        int file = open(arguments[i], O_WRONLY | O_CLOEXEC);
        say(arguments[i], file < 0, "%s", outcome(file));
        close(file);
    }
    return 0;
}

static int forks(void)
{
    int count = 0;
    for (; count < 2000; count++) {
        pid_t child = fork();
        if (child < 0)
            break;
        if (child == 0) {
            pause();
            _exit(0);
        }
    }
    say("pids", count < 2000 && errno == EAGAIN, "%d", count);
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGKILL);
    return 0;
}

static int memory(void)
{
    int pipes[2], status, most = 0, now;
    if (pipe(pipes) != 0)
        return 1;
    if (fork() == 0) {
        for (now = 1; now <= 1024; now++) {
            void *block = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (block == MAP_FAILED)
                _exit(3);
            memset(block, 1, 1 << 20);
            if (write(pipes[1], &now, sizeof now) < 0)
                _exit(4);
        }
        _exit(0);
    }
    close(pipes[1]);
    while (read(pipes[0], &now, sizeof now) == sizeof now)
        most = now;
    wait(&status);
    say("memory", status != 0 && most <= number_of("most", 256), "%d MiB, status %x", most, status);
    return 0;
}

/* --- system calls -------------------------------------------------------------------------------------------------------------- */

static void refused(const char *name, int wanted, long result)
{
    say(name, result == -1 && errno == wanted, "%s", outcome(result));
}

static int child_user_namespace(void *unused)
{
    (void)unused;
    return 0;
}

static void unshare_user(void)
{
    _exit(syscall(SYS_unshare, CLONE_NEWUSER) == -1 && errno == EPERM ? 1 : 0);
}

#ifdef __x86_64__
static void call_x32(void)
{
    syscall(0x40000000 + SYS_getpid);
}

static void call_i386(void)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
}
#endif

static void system_calls(void)
{
    /* For a call of which some arguments are allowed: what a filter answers that knows one errno only is told by who asks. */
    int partly = number_of("partly", ENOSYS);
    say("unshare-user", in_child(unshare_user) == 0x100, "unshare(CLONE_NEWUSER)");
    static char stack[16384] __attribute__((aligned(16)));
    int cloned = clone(child_user_namespace, stack + sizeof stack, CLONE_NEWUSER | SIGCHLD, NULL);
    refused("clone-user", EPERM, cloned);
    if (cloned > 0)
        waitpid(cloned, NULL, 0);
    refused("clone3", ENOSYS, syscall(SYS_clone3, BAD, 64));
    refused("setns", EPERM, syscall(SYS_setns, -1, 0));
    refused("mount", EPERM, syscall(SYS_mount, BAD, BAD, BAD, 0, BAD));
    refused("umount", EPERM, syscall(SYS_umount2, BAD, 0xffff));
    refused("open-tree", EPERM, syscall(SYS_open_tree, -1, BAD, 0xffff));
    refused("mount-setattr", EPERM, syscall(SYS_mount_setattr, -1, BAD, 0xffff, BAD, 0));
    refused("chroot", EPERM, syscall(SYS_chroot, BAD));
    refused("ptrace", EPERM, syscall(SYS_ptrace, 16, 0x7ffffff0, 0, 0));
    refused("ptrace-init", EPERM, syscall(SYS_ptrace, 0x4206, 1, 0, 0));
    refused("process-vm", EPERM, syscall(SYS_process_vm_readv, 1, BAD, 1, BAD, 1, 99));
    refused("pidfd-getfd", EPERM, syscall(SYS_pidfd_getfd, -1, 0, 1));
    refused("kcmp", EPERM, syscall(SYS_kcmp, 0x7ffffff0, 0x7ffffff1, 0, 0, 0));
    refused("bpf", EPERM, syscall(SYS_bpf, 0, BAD, 1 << 20));
    refused("perf", EPERM, syscall(SYS_perf_event_open, BAD, 0, 0, -1, ~0UL));
    refused("keyctl", EPERM, syscall(SYS_keyctl, 9999, 0, 0, 0, 0));
    refused("add-key", EPERM, syscall(SYS_add_key, BAD, BAD, BAD, 1 << 30, 0));
    refused("request-key", EPERM, syscall(SYS_request_key, BAD, BAD, BAD, 0));
    refused("userfaultfd", EPERM, syscall(SYS_userfaultfd, 1));
    refused("io-uring", EPERM, syscall(SYS_io_uring_setup, 0, BAD));
    refused("file-handles", EPERM, syscall(SYS_name_to_handle_at, -1, BAD, BAD, BAD, 0xffff));
    refused("open-by-handle", EPERM, syscall(SYS_open_by_handle_at, -1, BAD, 0));
    refused("fanotify", EPERM, syscall(SYS_fanotify_init, 0x200, 0));
    refused("vmsplice", EPERM, syscall(SYS_vmsplice, -1, BAD, 0, 0));
    refused("swapon", EPERM, syscall(SYS_swapon, BAD, 1 << 30));
    refused("quotactl", EPERM, syscall(SYS_quotactl, 0xff, BAD, 0, BAD));
    refused("settimeofday", EPERM, syscall(SYS_settimeofday, BAD, NULL));
    refused("clock-settime", EPERM, syscall(SYS_clock_settime, 99, BAD));
    /* The thread's own is pretended: a bad pointer is a success only where the kernel never sees it. */
    refused("affinity", partly, syscall(SYS_sched_setaffinity, 0, 8, BAD) == 0 ? syscall(SYS_sched_setaffinity, 0x7ffffff0, 8, BAD) : 0);
    refused("init-scheduling", EPERM, syscall(SYS_sched_setscheduler, 1, 0, BAD));
    refused("init-attributes", EPERM, syscall(SYS_sched_setattr, 1, BAD, 0));
    refused("init-priority", EPERM, syscall(SYS_setpriority, 0x7ffffffc, 1, 0));
    refused("user-priority", EPERM, syscall(SYS_setpriority, 2, 0x7ffffff0, 0));
    refused("init-limits", partly, syscall(SYS_prlimit64, 1, 0x7ffffff0, NULL, NULL));
    refused("mknod-device", EPERM, syscall(SYS_mknodat, AT_FDCWD, BAD, S_IFCHR | 0600, 0x103));
    refused("set-uid-chmod", EPERM, syscall(SYS_fchmodat, -1, BAD, 04755));
    refused("set-gid-chmod", EPERM, syscall(SYS_fchmod, -1, 02755));
    refused("set-uid-open", EPERM, syscall(SYS_openat, -1, BAD, O_CREAT | O_WRONLY, 04755));
    refused("set-uid-tmpfile", EPERM, syscall(SYS_openat, -1, BAD, O_TMPFILE | O_WRONLY, 04755));
    refused("set-uid-mknod", EPERM, syscall(SYS_mknodat, -1, BAD, S_IFREG | 04755, 0));
    refused("kexec", EPERM, syscall(SYS_kexec_load, 0, 0, BAD, 0xffff));
    refused("modules", EPERM, syscall(SYS_init_module, BAD, 0, BAD));
    refused("reboot", EPERM, syscall(SYS_reboot, 0, 0, 0, 0));
    refused("tiocsti", EPERM, syscall(SYS_ioctl, 0, 0x5412UL, "x"));
    refused("tiocsti-high-bits", EPERM, syscall(SYS_ioctl, 0, 0x5412UL | 1UL << 32, "x"));
    refused("tioclinux", EPERM, syscall(SYS_ioctl, 0, 0x541cUL, BAD));
    refused("personality", partly, syscall(SYS_personality, 0x40000));
    refused("socket-vsock", partly, syscall(SYS_socket, 40, SOCK_STREAM, 0));
    refused("socket-alg", partly, syscall(SYS_socket, 38, SOCK_SEQPACKET, 0));
    refused("socket-packet", partly, syscall(SYS_socket, 17, SOCK_RAW, 0));
    refused("socket-mptcp", partly, syscall(SYS_socket, 2, SOCK_STREAM, 262));
    refused("socket-netlink-uevent", partly, syscall(SYS_socket, 16, SOCK_RAW, 15));
    refused("openat2", ENOSYS, syscall(SYS_openat2, -1, BAD, BAD, 0));
    refused("unlisted", ENOSYS, syscall(SYS_semget, 1, 1, 0));
#ifdef __x86_64__
    say("x32", WTERMSIG(in_child(call_x32)) == SIGSYS, "status %x", in_child(call_x32));
    say("i386", WTERMSIG(in_child(call_i386)) == SIGSYS, "status %x", in_child(call_i386));
#endif
}

int main(int count, char **values)
{
    argument_count = count;
    arguments = values;
    signal(SIGXFSZ, SIG_IGN);
    if (count > 1 && strcmp(values[1], "forks") == 0)
        return forks();
    if (count > 1 && strcmp(values[1], "memory") == 0)
        return memory();
    if (count > 1 && strcmp(values[1], "files") == 0)
        return files();
    if (count > 1 && strcmp(values[1], "file-size") == 0)
        return file_size();
    if (count > 1 && strcmp(values[1], "processors") == 0)
        return processors();
    if (count > 1 && strcmp(values[1], "writes") == 0)
        return opens_for_writing();
    processes();
    foreign_process();
    namespaces();
    status_lines();
    identity();
    environment();
    init_process();
    descriptors();
    interfaces();
    sockets();
    disk();
    cgroup_tree();
    daemon_sockets();
    proc();
    host_name();
    limits();
    system_calls();
    return 0;
}
