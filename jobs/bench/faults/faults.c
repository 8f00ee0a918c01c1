/* Counts the operations by which a process changes files below FAULT_ROOT, and makes one of them the last. See run.
 *
 * FAULT_COUNT: file that gets a byte for each operation. FAULT_KILL: number of the operation after which the process is
 * killed. FAULT_FULL: number of the operation from which on the disk is full. FAULT_CLOCK: number of the operation after which the
 * clock of the day is wrong by FAULT_JUMP seconds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* The function of libc that one of ours stands before. */
#define REAL(name)                \
  static __typeof__(name) *real;   \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static const char *root;
static int counter = -1;
static long kill_at, full_at, clock_at, jump;
static atomic_long done;
static atomic_char ours[65536];

__attribute__((constructor)) static void begin(void) {
  root = getenv("FAULT_ROOT");
  const char *count = getenv("FAULT_COUNT");
  const char *k = getenv("FAULT_KILL"), *f = getenv("FAULT_FULL");
  kill_at = k ? atol(k) : 0;
  full_at = f ? atol(f) : 0;
  const char *c = getenv("FAULT_CLOCK"), *j = getenv("FAULT_JUMP");
  clock_at = c ? atol(c) : 0;
  jump = j ? atol(j) : 0;
  if (count) counter = (int)openat(AT_FDCWD, count, O_WRONLY | O_CREAT | O_APPEND, 0666);
}

static int below(const char *path) {
  if (!root || !path) return 0;
  char absolute[PATH_MAX];
  if (path[0] != '/') {
    if (!getcwd(absolute, sizeof absolute)) return 0;
    strncat(absolute, "/", sizeof absolute - strlen(absolute) - 1);
    strncat(absolute, path, sizeof absolute - strlen(absolute) - 1);
    path = absolute;
  }
  size_t n = strlen(root);
  return strncmp(path, root, n) == 0 && (path[n] == '/' || path[n] == 0);
}

static int is_full(void) { return full_at && atomic_load(&done) + 1 >= full_at; }

static void operation(void) {
  long n = atomic_fetch_add(&done, 1) + 1;
  ssize_t (*put)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  if (counter >= 0) put(counter, ".", 1);
  if (n == kill_at) kill(getpid(), SIGKILL);
}

static int opened(int fd, const char *path, int flags, int was_there) {
  if (fd >= 0 && fd < 65536) {
    int writes = (flags & O_ACCMODE) != O_RDONLY && below(path);
    atomic_store(&ours[fd], (char)writes);
    if (writes && (flags & (O_CREAT | O_TRUNC)) && !was_there) operation();
  }
  return fd;
}

static int open_as(const char *name, const char *path, int flags, mode_t mode) {
  int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, name);
  int mine = below(path) && (flags & O_CREAT);
  if (mine && is_full()) {
    operation();
    errno = ENOSPC;
    return -1;
  }
  return opened(real(path, flags, mode), path, flags, 0);
}

#define OPEN(name)                                   \
  int name(const char *path, int flags, ...) {       \
    mode_t mode = 0;                                 \
    if (flags & (O_CREAT | O_TMPFILE)) {             \
      va_list rest;                                  \
      va_start(rest, flags);                         \
      mode = va_arg(rest, mode_t);                   \
      va_end(rest);                                  \
    }                                                \
    return open_as(#name, path, flags, mode);        \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  REAL(close);
  if (fd >= 0 && fd < 65536) atomic_store(&ours[fd], 0);
  return real(fd);
}

static int mine(int fd) { return fd >= 0 && fd < 65536 && atomic_load(&ours[fd]); }

#define WRITE(name, parameters, arguments)           \
  ssize_t name parameters {                          \
    REAL(name); \
    if (mine(fd) && full_at && is_full()) {          \
      errno = ENOSPC;                                \
      return -1;                                     \
    }                                                \
    return real arguments;                           \
  }
WRITE(write, (int fd, const void *bytes, size_t n), (fd, bytes, n))
WRITE(pwrite, (int fd, const void *bytes, size_t n, off_t at), (fd, bytes, n, at))
WRITE(pwrite64, (int fd, const void *bytes, size_t n, off64_t at), (fd, bytes, n, at))

int fsync(int fd) {
  REAL(fsync);
  int result = real(fd);
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = root ? readlink(link, path, sizeof path - 1) : -1;
  if (n > 0) {
    path[n] = 0;
    if (below(path)) operation();
  }
  return result;
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (below(path) && is_full()) {
    operation();
    errno = ENOSPC;
    return -1;
  }
  int result = real(path, mode);
  if (result == 0 && below(path)) operation();
  return result;
}

#define MOVE(name)                                               \
  int name(const char *from, const char *to) {                   \
    REAL(name); \
    int result = real(from, to);                                 \
    if (result == 0 && below(to)) operation();                   \
    return result;                                               \
  }
MOVE(rename)
MOVE(link)

#define REMOVE(name)                                             \
  int name(const char *path) {                                   \
    REAL(name); \
    int result = real(path);                                     \
    if (result == 0 && below(path)) operation();                 \
    return result;                                               \
  }
REMOVE(unlink)
REMOVE(rmdir)
REMOVE(remove)

/* The clock of the day. Steady clocks, by which threads wait, go on as they are. */
static int wrong(void) { return clock_at && atomic_load(&done) >= clock_at; }

int clock_gettime(clockid_t clock, struct timespec *time) {
  REAL(clock_gettime);
  int result = real(clock, time);
  if (result == 0 && clock == CLOCK_REALTIME && wrong()) time->tv_sec += jump;
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  REAL(gettimeofday);
  int result = real(time, zone);
  if (result == 0 && wrong()) time->tv_sec += jump;
  return result;
}
