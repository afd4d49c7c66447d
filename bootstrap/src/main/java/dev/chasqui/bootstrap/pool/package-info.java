/**
 * The wiring of the pool of models: it is made from its config, with the adapters that serve it.
 */
@NullMarked
package dev.chasqui.bootstrap.pool;

import org.jspecify.annotations.NullMarked;
