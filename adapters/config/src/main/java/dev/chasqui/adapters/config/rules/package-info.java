/** The rules for values that the records of several parts of the configuration share. */
@NullMarked
package dev.chasqui.adapters.config.rules;

import org.jspecify.annotations.NullMarked;
