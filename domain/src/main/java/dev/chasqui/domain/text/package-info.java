/** The spelling and escaping of texts for people. */
@NullMarked
package dev.chasqui.domain.text;

import org.jspecify.annotations.NullMarked;
