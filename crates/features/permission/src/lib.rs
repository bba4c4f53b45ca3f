//! What they may do: decisions, conditions, policy, the authorize route.
