/**
 * The edge that every request passes: the gate and its checks, the call and its answer, and the
 * table of routes.
 */
@NullMarked
package dev.chasqui.adapters.http.edge;

import org.jspecify.annotations.NullMarked;
