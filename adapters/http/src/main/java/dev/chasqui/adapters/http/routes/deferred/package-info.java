/** The routes of requests whose clients may come back for the answer. */
@NullMarked
package dev.chasqui.adapters.http.routes.deferred;

import org.jspecify.annotations.NullMarked;
