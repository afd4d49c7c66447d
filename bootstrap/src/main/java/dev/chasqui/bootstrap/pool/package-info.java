/**
 * Makes the pool of models from its config: what is loaded from which file or hub, by which
 * command, and what that takes.
 */
@NullMarked
package dev.chasqui.bootstrap.pool;

import org.jspecify.annotations.NullMarked;
