"""Pages for anybody: both libraries, cases, figures."""
