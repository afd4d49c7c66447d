/**
 * What lies below a request: connections and who watches them, strict reading of heads and bodies,
 * the memory that bodies take, deadlines.
 */
@NullMarked
package dev.chasqui.adapters.http.connection;

import org.jspecify.annotations.NullMarked;
