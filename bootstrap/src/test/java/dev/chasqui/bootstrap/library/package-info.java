/** Tests of the whole server whose models are created, copied, deleted and pulled by clients. */
@NullMarked
package dev.chasqui.bootstrap.library;

import org.jspecify.annotations.NullMarked;
