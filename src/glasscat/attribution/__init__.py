"""Why a network says what it says of one picture: of one layer exactly, of more approximately. Nothing here trains."""
