/** The library that the agent looks things up in: passages by collection. It knows no store. */
@NullMarked
package dev.chasqui.plugins.rag.library;

import org.jspecify.annotations.NullMarked;
