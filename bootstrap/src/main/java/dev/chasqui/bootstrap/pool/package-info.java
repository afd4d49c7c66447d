/**
 * The wiring of the pool of models: makes it from its config, and gives the adapters that serve it
 * to each other where they need one another.
 */
@NullMarked
package dev.chasqui.bootstrap.pool;

import org.jspecify.annotations.NullMarked;
