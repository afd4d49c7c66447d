/**
 * The files of jars, before any code of them runs: the folders in which they lie, their private
 * copies, and the checks of their content, signature, permission and trust.
 */
@NullMarked
package dev.chasqui.adapters.pf4j.jars;

import org.jspecify.annotations.NullMarked;
