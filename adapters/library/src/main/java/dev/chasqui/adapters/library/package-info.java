/**
 * The files in the data folder about what people have added while the server runs: derived models,
 * models of the hub that the pool serves, and registered servers. Each file is JSON, and is
 * replaced as a whole, so that a crash leaves the old one or the new one.
 */
@NullMarked
package dev.chasqui.adapters.library;

import org.jspecify.annotations.NullMarked;
