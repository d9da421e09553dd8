// ClickHouse inside this process: chdb's libchdb.so. It ships no header, hence the prototypes.
// A Memory table; types from schema inference (Nullable everything, Float64 decimals).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct chdb_connection_ *chdb_connection;
typedef struct chdb_result_ chdb_result;
chdb_connection *chdb_connect(int argc, char **argv);
void chdb_close_conn(chdb_connection *);
chdb_result *chdb_query(chdb_connection, const char *query, const char *format);
char *chdb_result_buffer(chdb_result *);
size_t chdb_result_length(chdb_result *);
const char *chdb_result_error(chdb_result *);
void chdb_destroy_query_result(chdb_result *);

static chdb_connection *connection;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void memory(const char *task)
{
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  long peak = 0;
  while (status && fgets(line, sizeof line, status)) {
    if (sscanf(line, "VmHWM: %ld", &peak) == 1) {
      printf("memory\t%s\t%ld\n", task, peak);
    }
  }
  if (status) {
    fclose(status);
  }
}

static chdb_result *ask(const char *query)
{
  chdb_result *result = chdb_query(*connection, query, "TSV");
  if (chdb_result_error(result)) {
    fprintf(stderr, "%s\n", chdb_result_error(result));
    exit(1);
  }
  return result;
}

static void print(const char *head, chdb_result *result)
{
  const char *at = chdb_result_buffer(result), *end = at + chdb_result_length(result);
  while (at < end) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    stop = stop ? stop : end;
    printf("%s\t%.*s\n", head, (int)(stop - at), at);
    at = stop + 1;
  }
  chdb_destroy_query_result(result);
}

static void run(const char *task, int repeats, const char *before, const char *query)
{
  char head[32];
  chdb_result *result = NULL;
  for (int i = 0; i < repeats; i++) {
    if (result) {
      chdb_destroy_query_result(result);
    }
    if (before) {
      chdb_destroy_query_result(ask(before));
    }
    double start = now();
    result = ask(query);
    printf("time\t%s\t%.6f\n", task, now() - start);
    if (i == 0) {
      memory(task);
    }
  }
  snprintf(head, sizeof head, "row\t%s", task);
  print(head, result);
}

#define GROUP(third, source)                                                                       \
  "SELECT province, scope_level, count(), sum(members), " third "(members) FROM " source           \
  " GROUP BY province, scope_level"

#define WHERE " WHERE scope_level = 'commune' AND members >= 50 AND founded_on >= '2000-01-01'"

int main(int argc, char **argv)
{
  if (argc != 5) {
    return 2;
  }
  const char *mode = argv[1], *file = argv[2];
  int repeats = atoi(argv[4]);
  char query[4096], *arguments[] = { "clickhouse" };
  connection = chdb_connect(1, arguments);
  if (!connection) {
    fprintf(stderr, "chdb_connect failed\n");
    return 1;
  }
  snprintf(query, sizeof query, "SET max_threads = %s", argv[3]);
  chdb_destroy_query_result(ask(query));
  print("version", ask("SELECT 'ClickHouse (chdb) ' || version()"));
  memory("base");
  if (strcmp(mode, "scan") == 0) {
    snprintf(query, sizeof query, GROUP("avg", "file('%s', CSVWithNames)"), file);
    run("scan", repeats, NULL, query);
  } else {
    snprintf(query, sizeof query, "CREATE TABLE t ENGINE = Memory AS SELECT * FROM file('%s', CSVWithNames)", file);
    run("load", repeats, "DROP TABLE IF EXISTS t", query);
    print("row\tload", ask("SELECT count(), sum(members), count(budget), sum(budget), min(founded_on) FROM t"));
    print("types", ask("SELECT arrayStringConcat(groupArray(type), ' ') FROM system.columns WHERE table = 't'"));
    run("group", repeats, NULL, GROUP("avg", "t"));
    run("median", repeats, NULL, GROUP("quantileExactInclusive(0.5)", "t"));
    run("where", repeats, NULL, GROUP("avg", "t" WHERE));
  }
  fflush(stdout);
  _Exit(0); // closing would only cost time
}
