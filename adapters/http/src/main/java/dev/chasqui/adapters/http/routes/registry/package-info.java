/** The routes for the servers behind this one, and for what they offer. */
@NullMarked
package dev.chasqui.adapters.http.routes.registry;

import org.jspecify.annotations.NullMarked;
