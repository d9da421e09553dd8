/* module.h: what the Lua faces of the reader and of the writer share. */
#ifndef X_MODULE_H
#define X_MODULE_H

#include "../binding/compat.h"

/* write.c: adds the function `create` to the module on top. */
void l_openwriter(lua_State *L);

#endif
