/** The routes by which administrators manage users, keys and teams. */
@NullMarked
package dev.chasqui.adapters.http.callers;

import org.jspecify.annotations.NullMarked;
