/**
 * The HTTP routes under {@code /admin/collections}: JSON and multipart in, JSON out. The work is
 * done by {@code store} and {@code reading}.
 */
@NullMarked
package dev.chasqui.plugins.rag.routes;

import org.jspecify.annotations.NullMarked;
