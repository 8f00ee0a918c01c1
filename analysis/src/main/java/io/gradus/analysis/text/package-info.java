/**
 * Tables for the terminal. What the cells say is decided by those who print them: forecasts, plans
 * and findings.
 */
package io.gradus.analysis.text;
