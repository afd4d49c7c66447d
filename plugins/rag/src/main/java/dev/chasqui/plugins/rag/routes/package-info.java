/**
 * The HTTP routes under {@code /admin/collections}: JSON and multipart in, JSON out. What they do
 * is done by {@code store} and {@code reading}.
 */
@NullMarked
package dev.chasqui.plugins.rag.routes;

import org.jspecify.annotations.NullMarked;
