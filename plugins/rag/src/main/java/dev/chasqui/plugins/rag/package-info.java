/** {@code /rag}. */
@NullMarked
package dev.chasqui.plugins.rag;

import org.jspecify.annotations.NullMarked;
