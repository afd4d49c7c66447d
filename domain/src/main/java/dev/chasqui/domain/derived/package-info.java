/** Models that people derive from other models, with instructions and settings of their own. */
@NullMarked
package dev.chasqui.domain.derived;

import org.jspecify.annotations.NullMarked;
