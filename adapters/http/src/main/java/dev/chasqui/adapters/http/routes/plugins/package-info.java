/** The routes that plug-ins bring, which are looked up at each call. */
@NullMarked
package dev.chasqui.adapters.http.routes.plugins;

import org.jspecify.annotations.NullMarked;
