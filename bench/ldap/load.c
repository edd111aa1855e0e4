/*
 * A load generator for LDAP: one thread, epoll, requests encoded beforehand. Servers written in anything can be driven by it
 * at their own speed, which a generator in Node would not leave room for on two cores.
 *
 *   load PORT CONNECTIONS IN_FLIGHT SECONDS keep|connect FRAMES
 *
 * FRAMES holds messages, each behind its length in four octets. The first is sent once on every connection (a bind) and
 * waited for; the others are sent in turns. All have the form 30 84 llllllll 02 04 iiiiiiii ..., so that the message ID is
 * written at octet 8. With "connect" an operation is a new connection, the first message, its answer, and the end.
 * Prints one JSON object. Times are in microseconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FLIGHT = 256, ID_OFFSET = 8 };

struct frame { const unsigned char *bytes; uint32_t length; };
struct connection {
  int fd, number, bound;
  uint32_t next_id, in_flight;
  unsigned char *in; size_t held, room;
  unsigned char *out; size_t to_send, out_room;
  uint64_t began[MAX_FLIGHT];
};

static struct frame *frames;
static size_t frame_count, turn = 1;
static int port, flight, poller, reconnects;
static uint32_t *times;
static size_t done, times_room;
static uint64_t entries, refused, ends;

static void die(const char *what) { perror(what); exit(1); }

static uint64_t now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (uint64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static void read_frames(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  unsigned char *all = malloc(size);
  if (fread(all, 1, size, file) != (size_t)size) die(path);
  fclose(file);
  for (long at = 0; at < size;) {
    uint32_t length = ntohl(*(uint32_t *)(all + at));
    frames = realloc(frames, (frame_count + 1) * sizeof *frames);
    frames[frame_count++] = (struct frame){all + at + 4, length};
    at += 4 + length;
  }
}

static void queue(struct connection *c, struct frame frame) {
  if (c->to_send + frame.length > c->out_room) {
    c->out_room = 2 * (c->to_send + frame.length);
    c->out = realloc(c->out, c->out_room);
  }
  memcpy(c->out + c->to_send, frame.bytes, frame.length);
  uint32_t id = ++c->next_id & 0x7fffffff, wire = htonl(id);
  memcpy(c->out + c->to_send + ID_OFFSET, &wire, 4);
  c->to_send += frame.length;
  c->began[id % MAX_FLIGHT] = now();
  c->in_flight++;
}

static void flush(struct connection *c) {
  size_t sent = 0;
  while (sent < c->to_send) {
    ssize_t wrote = send(c->fd, c->out + sent, c->to_send - sent, MSG_NOSIGNAL);
    if (wrote < 0 && errno == EAGAIN) break; /* Requests are small: the buffer of a socket holds all that are in flight. */
    if (wrote < 0) die("send");
    sent += wrote;
  }
  memmove(c->out, c->out + sent, c->to_send - sent);
  c->to_send -= sent;
}

static void open_connection(struct connection *c) {
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0) die("socket");
  int yes = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  /* Servers limit what one address may use: clients come from several, as in a company. */
  setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + c->number % 16)};
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(0x7f000001)};
  if (bind(c->fd, (struct sockaddr *)&from, sizeof from) < 0) die("bind");
  uint64_t begun = now();
  if (connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0) die("connect");
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event) < 0) die("epoll_ctl");
  c->bound = 0;
  c->held = c->to_send = c->in_flight = c->next_id = 0;
  queue(c, frames[0]);
  c->began[1] = begun;
  flush(c);
}

static void close_connection(struct connection *c) {
  static const unsigned char unbind[] = {0x30, 0x05, 0x02, 0x01, 0x7f, 0x42, 0x00};
  if (send(c->fd, unbind, sizeof unbind, MSG_NOSIGNAL) < 0) die("send");
  close(c->fd);
}

static void record(uint64_t took) {
  if (done == times_room) times = realloc(times, (times_room = times_room ? 2 * times_room : 1 << 16) * sizeof *times);
  times[done++] = took > UINT32_MAX ? UINT32_MAX : took;
}

static int length_of(const unsigned char *at, size_t left, size_t *header, size_t *length) {
  if (left < 2) return 0;
  size_t octets = at[1] < 0x80 ? 0 : at[1] & 0x7f;
  if (left < 2 + octets) return 0;
  *header = 2 + octets;
  *length = octets ? 0 : at[1];
  for (size_t i = 0; i < octets; i++) *length = *length << 8 | at[2 + i];
  return 1;
}

/* Takes one message; returns whether the connection goes on. */
static int take(struct connection *c, const unsigned char *body) {
  uint32_t id = 0;
  for (int i = 0; i < body[1]; i++) id = id << 8 | body[2 + i];
  const unsigned char *operation = body + 2 + body[1];
  if (operation[0] == 0x64) entries++;
  if (operation[0] == 0x64 || operation[0] == 0x73) return 1;
  size_t header = 0, length;
  length_of(operation, 8, &header, &length);
  if (operation[header] != 0x0a || operation[header + 2] != 0) refused++;
  c->in_flight--;
  if (!c->bound && !reconnects) {
    c->bound = 1;
    for (int i = 0; i < flight; i++) queue(c, frames[turn = turn + 1 < frame_count ? turn + 1 : 1]);
    return 1;
  }
  uint64_t at = now();
  record(at - c->began[id % MAX_FLIGHT]);
  if (reconnects) {
    close_connection(c);
    if (at < ends) open_connection(c);
    return 0;
  }
  if (at < ends) queue(c, frames[turn = turn + 1 < frame_count ? turn + 1 : 1]);
  return 1;
}

static void receive(struct connection *c) {
  if (c->room - c->held < 65536) c->in = realloc(c->in, c->room = 2 * c->room + 65536);
  ssize_t got = recv(c->fd, c->in + c->held, c->room - c->held, MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) { fprintf(stderr, "the server closed a connection\n"); exit(1); }
  c->held += got;
  size_t at = 0, header, length;
  while (length_of(c->in + at, c->held - at, &header, &length) && c->held - at >= header + length) {
    if (!take(c, c->in + at + header)) return;
    at += header + length;
  }
  memmove(c->in, c->in + at, c->held - at);
  c->held -= at;
  flush(c);
}

static int compare(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  if (argc != 7) { fprintf(stderr, "load PORT CONNECTIONS IN_FLIGHT SECONDS keep|connect FRAMES\n"); return 2; }
  port = atoi(argv[1]);
  int connections = atoi(argv[2]);
  flight = atoi(argv[3]);
  reconnects = strcmp(argv[5], "connect") == 0;
  read_frames(argv[6]);
  if (flight < 1 || flight > MAX_FLIGHT / 2 || frame_count < 1 || (!reconnects && frame_count < 2)) return 2;
  poller = epoll_create1(0);
  struct connection *all = calloc(connections, sizeof *all);
  uint64_t began = now();
  ends = began + (uint64_t)(atof(argv[4]) * 1e6);
  for (int i = 0; i < connections; i++) { all[i].number = i; open_connection(&all[i]); }
  for (int open = 1; open;) {
    struct epoll_event events[64];
    int ready = epoll_wait(poller, events, 64, 1000);
    for (int i = 0; i < ready; i++) receive(events[i].data.ptr);
    uint64_t at = now();
    if (at > ends + 10000000) { fprintf(stderr, "no answer within 10 seconds\n"); return 1; }
    if (at < ends) continue;
    open = 0;
    if (!reconnects) for (int i = 0; i < connections; i++) open |= all[i].in_flight > 0;
  }
  double seconds = (now() - began) / 1e6;
  qsort(times, done, sizeof *times, compare);
  uint32_t p50 = done ? times[done / 2] : 0, p99 = done ? times[done * 99 / 100] : 0, most = done ? times[done - 1] : 0;
  printf("{\"count\":%zu,\"seconds\":%.6f,\"p50\":%u,\"p99\":%u,\"max\":%u,\"entries\":%llu,\"refused\":%llu}\n", done, seconds,
         p50, p99, most, (unsigned long long)entries, (unsigned long long)refused);
  return 0;
}
