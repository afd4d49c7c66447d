/** The routes by which administrators load, unload and move models on chosen backends. */
@NullMarked
package dev.chasqui.adapters.http.routes.moves;

import org.jspecify.annotations.NullMarked;
