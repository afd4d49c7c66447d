/** The handlers of routes; one class for each family of paths. */
@NullMarked
package dev.chasqui.adapters.http.routes;

import org.jspecify.annotations.NullMarked;
