/* codec.c: orgstat.codec, gzip and zstd for Lua: bytes in as they come, bytes out piece by piece.
** A piece that comes out is never longer than PIECE, so that who asks can stop at a limit. */
#include <limits.h>
#include <string.h>

#include <zlib.h>
#include <zstd.h>

#include "../binding/compat.h"

#define DECODER "orgstat.codec.decoder"
#define ENCODER "orgstat.codec.encoder"
#define PIECE ((size_t)256 << 10)
#define GZIP_BITS (15 + 16) /* the largest window, in a gzip wrapper */

typedef enum l_kind { L_GZIP, L_ZSTD } l_kind;

/* What both directions have in common; the bytes that are being worked on are the user value. */
typedef struct l_codec {
  l_kind kind;
  int open;
  z_stream gzip;
  union {
    ZSTD_DStream *in;
    ZSTD_CStream *out;
  } zstd;
  const char *bytes;
  size_t left;
  lua_Integer taken, given; /* bytes in all */
  int between;              /* no member (gzip) or frame (zstd) is open */
  int members, padded;      /* how many ended; zeros follow the last */
  const char *fault;        /* what was wrong, once all that was right has been given */
  char out[PIECE];
} l_codec;

static const char *const kinds[] = {"gzip", "zstd", NULL};

static int close_decoder(lua_State *L) {
  l_codec *codec = luaL_checkudata(L, 1, DECODER);
  if (codec->open && codec->kind == L_GZIP) inflateEnd(&codec->gzip);
  if (codec->open && codec->kind == L_ZSTD) ZSTD_freeDStream(codec->zstd.in);
  codec->open = 0;
  return 0;
}

static int close_encoder(lua_State *L) {
  l_codec *codec = luaL_checkudata(L, 1, ENCODER);
  if (codec->open && codec->kind == L_GZIP) deflateEnd(&codec->gzip);
  if (codec->open && codec->kind == L_ZSTD) ZSTD_freeCStream(codec->zstd.out);
  codec->open = 0;
  return 0;
}

static l_codec *new_codec(lua_State *L, const char *metatable) {
  l_kind kind = (l_kind)luaL_checkoption(L, 1, NULL, kinds);
  l_codec *codec = l_newuserdata(L, sizeof *codec);
  memset(codec, 0, offsetof(l_codec, out));
  codec->kind = kind;
  codec->between = 1;
  luaL_setmetatable(L, metatable);
  return codec;
}

static int no_memory(lua_State *L) {
  lua_pushliteral(L, "not enough memory");
  return lua_error(L);
}

/* codec.decoder("gzip" or "zstd") */
static int new_decoder(lua_State *L) {
  l_codec *codec = new_codec(L, DECODER);
  if (codec->kind == L_GZIP) {
    if (inflateInit2(&codec->gzip, GZIP_BITS) != Z_OK) return no_memory(L);
  } else {
    codec->zstd.in = ZSTD_createDStream();
    if (!codec->zstd.in) return no_memory(L);
  }
  codec->open = 1;
  return 1;
}

static l_codec *check_open(lua_State *L, const char *metatable) {
  l_codec *codec = luaL_checkudata(L, 1, metatable);
  if (!codec->open) luaL_error(L, "it is closed");
  return codec;
}

/* decoder:feed(bytes): call it when read has given nil */
static int feed(lua_State *L) {
  l_codec *codec = check_open(L, DECODER);
  codec->bytes = luaL_checklstring(L, 2, &codec->left);
  lua_settop(L, 2);
  l_setuservalue(L, 1);
  return 0;
}

/* Between members: whether there is another. Zeros behind the last are padding, as of tapes. */
static int next_member(l_codec *codec) {
  while (codec->left > 0 && codec->members > 0 && *codec->bytes == 0) {
    codec->padded = 1;
    codec->bytes++;
    codec->left--;
    codec->taken++;
  }
  if (codec->left == 0) return 0;
  if (codec->padded) {
    codec->fault = "something follows the padding behind the end";
  } else if (inflateReset(&codec->gzip) != Z_OK) {
    codec->fault = "the decoder cannot go on";
  }
  codec->between = 0;
  return !codec->fault;
}

static size_t read_gzip(l_codec *codec) {
  z_stream *gzip = &codec->gzip;
  gzip->next_out = (Bytef *)codec->out;
  gzip->avail_out = PIECE;
  while (gzip->avail_out > 0) {
    if (codec->between && !next_member(codec)) break;
    uInt before = codec->left < UINT_MAX ? (uInt)codec->left : UINT_MAX;
    gzip->next_in = (z_const Bytef *)(uintptr_t)codec->bytes;
    gzip->avail_in = before;
    int result = inflate(gzip, Z_NO_FLUSH);
    size_t used = before - gzip->avail_in;
    codec->bytes += used;
    codec->left -= used;
    codec->taken += (lua_Integer)used;
    if (result == Z_STREAM_END) {
      codec->between = 1;
      codec->members++;
    } else if (result == Z_BUF_ERROR) {
      break;
    } else if (result != Z_OK) {
      codec->fault = result == Z_MEM_ERROR ? "not enough memory"
                     : gzip->msg           ? gzip->msg
                                           : "the data are damaged";
      break;
    }
  }
  return PIECE - gzip->avail_out;
}

static size_t read_zstd(l_codec *codec) {
  ZSTD_outBuffer out = {codec->out, PIECE, 0};
  while (out.pos < out.size) {
    ZSTD_inBuffer in = {codec->bytes, codec->left, 0};
    size_t before = out.pos;
    if (in.size == 0 && codec->between) break;
    size_t result = ZSTD_decompressStream(codec->zstd.in, &out, &in);
    codec->bytes += in.pos;
    codec->left -= in.pos;
    codec->taken += (lua_Integer)in.pos;
    if (ZSTD_isError(result)) {
      codec->fault = ZSTD_getErrorName(result);
      break;
    }
    codec->between = result == 0;
    if (in.pos == 0 && out.pos == before) break;
  }
  return out.pos;
}

/* decoder:read() -> the next bytes; nil when it must be fed again; false and why when the data are
** damaged */
static int decode(lua_State *L) {
  l_codec *codec = check_open(L, DECODER);
  size_t count = 0;
  if (!codec->fault) count = codec->kind == L_GZIP ? read_gzip(codec) : read_zstd(codec);
  if (count > 0) {
    codec->given += (lua_Integer)count;
    lua_pushlstring(L, codec->out, count);
    return 1;
  }
  if (codec->fault) {
    lua_pushboolean(L, 0);
    lua_pushstring(L, codec->fault);
    return 2;
  }
  lua_pushnil(L);
  return 1;
}

/* decoder:whole(): whether all that was begun has ended */
static int whole(lua_State *L) {
  const l_codec *codec = check_open(L, DECODER);
  lua_pushboolean(L, codec->between && codec->left == 0);
  return 1;
}

/* decoder:counts() -> bytes taken, bytes given */
static int counts(lua_State *L) {
  const l_codec *codec = luaL_checkudata(L, 1, DECODER);
  lua_pushinteger(L, codec->taken);
  lua_pushinteger(L, codec->given);
  return 2;
}

/* codec.encoder("gzip" or "zstd"): the same bytes give the same result at any time */
static int new_encoder(lua_State *L) {
  l_codec *codec = new_codec(L, ENCODER);
  if (codec->kind == L_GZIP) {
    if (deflateInit2(&codec->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_BITS, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      return no_memory(L);
    }
  } else {
    codec->zstd.out = ZSTD_createCStream();
    if (!codec->zstd.out) return no_memory(L);
  }
  codec->open = 1;
  if (codec->kind == L_ZSTD &&
      ZSTD_isError(ZSTD_CCtx_setParameter(codec->zstd.out, ZSTD_c_checksumFlag, 1))) {
    return no_memory(L);
  }
  return 1;
}

/* Encodes what is left, or ends; gives bytes of a full buffer or all there are. *more: call again. */
static size_t encode_some(lua_State *L, l_codec *codec, int ends, int *more) {
  if (codec->kind == L_GZIP) {
    z_stream *gzip = &codec->gzip;
    uInt before = codec->left < UINT_MAX ? (uInt)codec->left : UINT_MAX;
    gzip->next_in = (z_const Bytef *)(uintptr_t)codec->bytes;
    gzip->avail_in = before;
    gzip->next_out = (Bytef *)codec->out;
    gzip->avail_out = PIECE;
    int result = deflate(gzip, ends ? Z_FINISH : Z_NO_FLUSH);
    if (result == Z_STREAM_ERROR) luaL_error(L, "the encoder cannot go on");
    codec->bytes += before - gzip->avail_in;
    codec->left -= before - gzip->avail_in;
    *more = gzip->avail_out == 0 || codec->left > 0 || (ends && result != Z_STREAM_END);
    return PIECE - gzip->avail_out;
  }
  ZSTD_inBuffer in = {codec->bytes, codec->left, 0};
  ZSTD_outBuffer out = {codec->out, PIECE, 0};
  size_t result = ZSTD_compressStream2(codec->zstd.out, &out, &in, ends ? ZSTD_e_end : ZSTD_e_continue);
  if (ZSTD_isError(result)) luaL_error(L, "%s", ZSTD_getErrorName(result));
  codec->bytes += in.pos;
  codec->left -= in.pos;
  *more = codec->left > 0 || (ends && result != 0);
  return out.pos;
}

/* encoder:write(bytes, sink): sink is called with what is ready */
static int encode(lua_State *L) {
  l_codec *codec = check_open(L, ENCODER);
  codec->bytes = luaL_checklstring(L, 2, &codec->left);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  int more = codec->left > 0;
  while (more) {
    size_t count = encode_some(L, codec, 0, &more);
    if (count == 0) continue;
    lua_pushvalue(L, 3);
    lua_pushlstring(L, codec->out, count);
    lua_call(L, 1, 0);
  }
  return 0;
}

/* encoder:finish(sink): the rest */
static int end_encoder(lua_State *L) {
  l_codec *codec = check_open(L, ENCODER);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  codec->bytes = "";
  codec->left = 0;
  for (int more = 1; more;) {
    size_t count = encode_some(L, codec, 1, &more);
    lua_pushvalue(L, 2);
    lua_pushlstring(L, codec->out, count);
    lua_call(L, 1, 0);
  }
  return 0;
}

static const luaL_Reg decoder_methods[] = {
    {"feed", feed},   {"read", decode},         {"whole", whole}, {"counts", counts},
    {"close", close_decoder}, {"__gc", close_decoder}, {NULL, NULL},
};

static const luaL_Reg encoder_methods[] = {
    {"write", encode},        {"finish", end_encoder}, {"close", close_encoder},
    {"__gc", close_encoder}, {NULL, NULL},
};

static void new_class(lua_State *L, const char *name, const luaL_Reg *methods) {
  luaL_newmetatable(L, name);
  luaL_setfuncs(L, methods, 0);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

__attribute__((visibility("default"))) int luaopen_orgstat_codec(lua_State *L);

int luaopen_orgstat_codec(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"decoder", new_decoder}, {"encoder", new_encoder}, {NULL, NULL}};
  luaL_checkversion(L);
  new_class(L, DECODER, decoder_methods);
  new_class(L, ENCODER, encoder_methods);
  luaL_newlib(L, functions);
  return 1;
}
