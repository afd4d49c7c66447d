/** The routes by which users see and remove their stored conversations. */
@NullMarked
package dev.chasqui.adapters.http.routes.sessions;

import org.jspecify.annotations.NullMarked;
