/**
 * The layer below requests: connections and their watches, strict reading of heads and bodies, the
 * memory of bodies, and deadlines.
 */
@NullMarked
package dev.chasqui.adapters.http.connection;

import org.jspecify.annotations.NullMarked;
