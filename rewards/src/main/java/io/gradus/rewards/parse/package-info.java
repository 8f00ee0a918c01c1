/**
 * Text of an answer, in LaTeX or plain notation, to an expression tree. Every error has a position
 * in the text. Input length, nesting, digits and exponents are limited; nothing here evaluates
 * anything, decides equality or knows where in a completion the answer stood.
 */
package io.gradus.rewards.parse;
