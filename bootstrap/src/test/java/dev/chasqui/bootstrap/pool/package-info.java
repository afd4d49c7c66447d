/** Tests of the whole server with models that it loads itself. */
@NullMarked
package dev.chasqui.bootstrap.pool;

import org.jspecify.annotations.NullMarked;
