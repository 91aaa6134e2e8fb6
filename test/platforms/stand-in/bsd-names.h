// What POSIX leaves to each system, where FreeBSD and macOS agree with each other and not with this
// machine: addresses begin with their length, and ai_canonname stands before ai_addr.
//   struct sockaddr, sockaddr_in, sockaddr_in6   sys/socket.h, netinet/in.h, netinet6/in6.h
//   struct addrinfo                              netdb.h
// Before it is included, BSD_AF_INET6, BSD_LC_CTYPE_MASK, BSD_LC_TIME_MASK and BSD_HOSTLEN, the type
// of a host name's length, are those of the one system. Nobody asks a real resolver.

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BSD_AF_INET 2
#define BSD_AI_CANONNAME 2
#define BSD_EAI_FAIL 4
#define BSD_EAI_FAMILY 5
#define BSD_EAI_NONAME 8
#define BSD_EAI_OVERFLOW 14

struct bsd_sockaddr_in {
  uint8_t sin_len;
  uint8_t sin_family;
  uint16_t sin_port;
  uint8_t sin_addr[4];
  char sin_zero[8];
};

struct bsd_sockaddr_in6 {
  uint8_t sin6_len;
  uint8_t sin6_family;
  uint16_t sin6_port;
  uint32_t sin6_flowinfo;
  uint8_t sin6_addr[16];
  uint32_t sin6_scope_id;
};

struct bsd_addrinfo {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  uint32_t ai_addrlen;
  char *ai_canonname;
  struct bsd_sockaddr_in *ai_addr;
  struct bsd_addrinfo *ai_next;
};

// What was made for the caller, and not given back.
static int names_kept;

static const char *name_of(const char *address) {
  if (strcmp(address, "198.51.100.7") == 0) return "seven.example.org";
  if (strcmp(address, "2001:db8::7") == 0) return "seven.six.example.org";
  return address;
}

int getnameinfo(const struct bsd_sockaddr_in *sa, uint32_t length, char *host, BSD_HOSTLEN hostlen,
                char *service, BSD_HOSTLEN servicelen, int flags) {
  const struct bsd_sockaddr_in6 *sa6 = (const void *)sa;
  char address[64];
  if (service != NULL || servicelen != 0 || flags != 0) return BSD_EAI_FAIL;
  if (sa->sin_len != length) return BSD_EAI_FAIL;
  if (sa->sin_family == BSD_AF_INET && length == sizeof *sa) {
    inet_ntop(AF_INET, sa->sin_addr, address, sizeof address);
  } else if (sa->sin_family == BSD_AF_INET6 && length == sizeof *sa6 && sa6->sin6_scope_id == 0) {
    inet_ntop(AF_INET6, sa6->sin6_addr, address, sizeof address);
  } else {
    return BSD_EAI_FAMILY;
  }
  if (strcmp(address, "198.51.100.99") == 0) return BSD_EAI_FAIL;
  const char *name = name_of(address);
  if (strlen(name) >= hostlen) return BSD_EAI_OVERFLOW;
  strcpy(host, name);
  return 0;
}

int getaddrinfo(const char *host, const char *service, const struct bsd_addrinfo *hints,
                struct bsd_addrinfo **result) {
  const struct bsd_addrinfo wanted = {.ai_flags = BSD_AI_CANONNAME};
  if (service != NULL || memcmp(hints, &wanted, sizeof wanted) != 0) return BSD_EAI_FAIL;
  if (strcmp(host, "seven") != 0 && strcmp(host, "nameless") != 0) return BSD_EAI_NONAME;
  struct {
    struct bsd_addrinfo info;
    struct bsd_sockaddr_in address;
    char name[32];
  } *made = calloc(1, sizeof *made);
  if (made == NULL) abort();
  names_kept++;
  strcpy(made->name, "seven.example.org");
  // As text, an address is what no host is called.
  made->address = (struct bsd_sockaddr_in){sizeof made->address, BSD_AF_INET, 0, {1}, {0}};
  made->info.ai_addr = &made->address;
  made->info.ai_canonname = strcmp(host, "seven") == 0 ? made->name : NULL;
  *result = &made->info;
  return 0;
}

void freeaddrinfo(struct bsd_addrinfo *list) {
  names_kept--;
  free(list);
}

// Of locales that are not for programs, one is installed for each category.
void *newlocale(int mask, const char *name, void *base) {
  int is_known = (mask == BSD_LC_CTYPE_MASK && strcmp(name, "sr_RS.UTF-8") == 0) ||
                 (mask == BSD_LC_TIME_MASK && strcmp(name, "nb_NO.UTF-8") == 0) ||
                 strcmp(name, "C") == 0 || strcmp(name, "C.UTF-8") == 0;
  if (!is_known || base != NULL) return NULL;
  names_kept++;
  return malloc(1);
}

void freelocale(void *locale) {
  names_kept--;
  free(locale);
}
