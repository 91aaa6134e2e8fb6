/* What Debian's libstdc++_pic.a and libgcc_eh.a want of glibc and musl 1.2.3 does not have. */

#include <stddef.h>
#include <stdint.h>

__attribute__((visibility("hidden"))) void *__dso_handle = 0;

char __libc_single_threaded = 0;

extern long getrandom(void *bytes, size_t length, unsigned flags);

uint32_t arc4random(void) {
  uint32_t value = 0;
  getrandom(&value, sizeof value, 0);
  return value;
}

extern int pthread_key_create(unsigned *key, void (*destroy)(void *));

int __pthread_key_create(unsigned *key, void (*destroy)(void *)) {
  return pthread_key_create(key, destroy);
}

/* _dl_find_object(3) by dl_iterate_phdr(3): the unwinder needs it when C++ throws. */

#define PT_LOAD 1
#define PT_GNU_EH_FRAME 0x6474e550

struct segment {
  uint32_t type, flags;
  uint64_t offset, address, physical, file_size, memory_size, align;
};

struct object {
  uint64_t base;
  const char *name;
  const struct segment *segments;
  uint16_t count;
};

struct found {
  unsigned long long flags;
  void *start, *end, *link_map, *eh_frame;
  unsigned long long reserved[7];
};

struct query {
  uint64_t pc;
  struct found *found;
};

extern int dl_iterate_phdr(int (*visit)(struct object *, size_t, void *), void *data);

static int visit(struct object *object, size_t size, void *data) {
  (void)size;
  struct query *query = data;
  uint64_t low = UINT64_MAX;
  uint64_t high = 0;
  uint64_t eh_frame = 0;
  int inside = 0;
  for (int i = 0; i < object->count; i++) {
    const struct segment *segment = &object->segments[i];
    uint64_t start = object->base + segment->address;
    uint64_t end = start + segment->memory_size;
    if (segment->type == PT_GNU_EH_FRAME) eh_frame = start;
    if (segment->type != PT_LOAD) continue;
    if (query->pc >= start && query->pc < end) inside = 1;
    if (start < low) low = start;
    if (end > high) high = end;
  }
  if (!inside) return 0;
  query->found->flags = 0;
  query->found->start = (void *)low;
  query->found->end = (void *)high;
  query->found->link_map = NULL;
  query->found->eh_frame = (void *)eh_frame;
  return 1;
}

int _dl_find_object(void *pc, struct found *found) {
  struct query query = {(uint64_t)pc, found};
  return dl_iterate_phdr(visit, &query) == 1 ? 0 : -1;
}
