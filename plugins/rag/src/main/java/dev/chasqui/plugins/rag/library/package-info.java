/**
 * The port through which the agent searches passages by collection. It does not depend on the
 * store.
 */
@NullMarked
package dev.chasqui.plugins.rag.library;

import org.jspecify.annotations.NullMarked;
